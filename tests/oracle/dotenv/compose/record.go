// Records what compose's reader makes of the cases: `go run . < ../cases.json`.
package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

type answer struct {
	Values map[string]string `json:"values"`
	Error  string            `json:"error,omitempty"`
}

func main() {
	var cases []string
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []answer{}
	for _, text := range cases {
		values, err := dotenv.Parse(strings.NewReader(text))
		found := answer{Values: values}
		if err != nil {
			found = answer{Values: map[string]string{}, Error: err.Error()}
		}
		answers = append(answers, found)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(answers); err != nil {
		panic(err)
	}
}
