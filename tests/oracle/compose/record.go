// Records what compose's own loader makes of the cases: `go run . cases > ORACLE.json`, with github.com/compose-spec/compose-go/v2.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
)

type answer struct {
	// Why it is refused.
	Error string `json:"error,omitempty"`
	// "NAME", "NAME default", "NAME required".
	Variables []string `json:"variables"`
	// Service → "KEY=value", or "KEY" for what is passed through; nothing filled in.
	Environment map[string][]string `json:"environment"`
	EnvFiles    map[string][]string `json:"env_files"`
	// Service → "address:published:target/protocol", defaults filled in.
	Ports map[string][]string `json:"ports"`
	// Service → names, those that need not be there with a question mark.
	DependsOn map[string][]string `json:"depends_on"`
}

func main() {
	paths, err := filepath.Glob(filepath.Join(os.Args[1], "*.yaml"))
	check(err)
	answers := map[string]answer{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		check(err)
		answers[strings.TrimSuffix(filepath.Base(path), ".yaml")] = ask(text)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	check(encoder.Encode(answers))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func setup(text []byte, isFilled bool) (types.ConfigDetails, func(*loader.Options)) {
	details := types.ConfigDetails{
		WorkingDir:  "/shop",
		ConfigFiles: []types.ConfigFile{{Filename: "/shop/compose.yaml", Content: text}},
		// What must be set.
		Environment: types.Mapping{"DB_USER": "user"},
	}
	return details, func(options *loader.Options) {
		options.SetProjectName("case", true)
		options.SkipInterpolation = !isFilled
		options.SkipValidation = !isFilled
		options.SkipNormalization = !isFilled
		options.SkipResolveEnvironment = true
		options.SkipConsistencyCheck = !isFilled
		options.ResolvePaths = false
		options.Profiles = []string{"*"}
	}
}

func load(text []byte, isFilled bool) (*types.Project, error) {
	details, options := setup(text, isFilled)
	return loader.LoadWithContext(context.Background(), details, options)
}

func ask(text []byte) answer {
	found := answer{Variables: []string{}, Environment: map[string][]string{}, EnvFiles: map[string][]string{}, Ports: map[string][]string{}, DependsOn: map[string][]string{}}
	filled, err := load(text, true)
	if err != nil {
		found.Error = err.Error()
		return found
	}
	for name, service := range filled.Services {
		for _, port := range service.Ports {
			found.Ports[name] = append(found.Ports[name], fmt.Sprintf("%s:%s:%d/%s", port.HostIP, port.Published, port.Target, port.Protocol))
		}
		for other, dependency := range service.DependsOn {
			if !dependency.Required {
				other += "?"
			}
			found.DependsOn[name] = append(found.DependsOn[name], other)
		}
	}
	details, options := setup(text, false)
	if dict, err := loader.LoadModelWithContext(context.Background(), details, options); err == nil {
		for key := range dict {
			if strings.HasPrefix(key, "x-") {
				delete(dict, key)
			}
		}
		for name, variable := range template.ExtractVariables(dict, template.DefaultPattern) {
			switch {
			case variable.Required:
				name += " required"
			case variable.DefaultValue != "" || variable.PresenceValue != "":
				name += " default"
			}
			found.Variables = append(found.Variables, name)
		}
	}
	if plain, err := load(text, false); err == nil {
		for name, service := range plain.Services {
			for key, value := range service.Environment {
				if value != nil {
					key += "=" + *value
				}
				found.Environment[name] = append(found.Environment[name], key)
			}
			for _, file := range service.EnvFiles {
				path := file.Path
				if !file.Required {
					path += "?"
				}
				found.EnvFiles[name] = append(found.EnvFiles[name], path)
			}
		}
	}
	return found
}
