// Prints what each name of a folder's Go files means, as go/types sees it: `go run references.go FOLDER`, where FOLDER holds a
// go.mod. One line of JSON per name: file, line, column (UTF-16 units), what it is called, and where that is declared. Outside
// of FOLDER, and in functions, nothing has a place ("").
//
// Only packages of FOLDER are read from their sources; of all others the compiler's export data is enough.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

type listed struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
	ImportMap               map[string]string
	Standard                bool
}

type place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type use struct {
	From place  `json:"from"`
	To   *place `json:"to"`
	Name string `json:"name"`
}

var (
	root    string
	files   = token.NewFileSet()
	exports = map[string]string{}
	checked = map[string]*types.Package{}
	texts   = map[string][]string{}
)

func main() {
	folder, err := filepath.Abs(os.Args[1])
	if err == nil {
		root, err = filepath.EvalSymlinks(folder)
	}
	if err != nil {
		panic(err)
	}
	list := exec.Command("go", "list", "-e", "-deps", "-test", "-export",
		"-json=ImportPath,Dir,Export,GoFiles,CgoFiles,ImportMap,Standard", "./...")
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.StdoutPipe()
	if err == nil {
		err = list.Start()
	}
	if err != nil {
		panic(err)
	}
	var own []listed
	for decoder := json.NewDecoder(out); ; {
		var it listed
		if err := decoder.Decode(&it); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			panic(err)
		}
		exports[it.ImportPath] = it.Export
		// What is only there to run tests has no source of its own.
		if within(it.Dir) && !it.Standard && !strings.HasSuffix(it.ImportPath, ".test") {
			own = append(own, it)
		}
	}
	// A package without sources that compile makes `go list` complain; what it told is good all the same.
	_ = list.Wait()
	lookup := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	}
	outside := importer.ForCompiler(files, "gc", lookup)
	answers := json.NewEncoder(os.Stdout)
	for _, it := range own {
		check(it, outside, answers)
	}
}

func within(path string) bool {
	return path == root || strings.HasPrefix(path, root+string(filepath.Separator))
}

type mapped struct {
	names   map[string]string
	outside types.Importer
}

func (m mapped) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if name, ok := m.names[path]; ok {
		path = name
	}
	if known := checked[path]; known != nil {
		return known, nil
	}
	return m.outside.Import(path)
}

func check(it listed, outside types.Importer, answers *json.Encoder) {
	var trees []*ast.File
	for _, name := range append(it.GoFiles, it.CgoFiles...) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(it.Dir, name)
		}
		if tree, _ := parser.ParseFile(files, name, nil, parser.SkipObjectResolution); tree != nil {
			trees = append(trees, tree)
		}
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: mapped{it.ImportMap, outside}, FakeImportC: true, Error: func(err error) {
		fmt.Fprintln(os.Stderr, err)
	}}
	path, _, _ := strings.Cut(it.ImportPath, " ")
	found, _ := config.Check(path, files, trees, info)
	checked[it.ImportPath] = found
	for name, object := range info.Uses {
		from, ok := placed(name.Pos())
		if _, isPackage := object.(*types.PkgName); !ok || isPackage {
			continue
		}
		answer := use{From: from, Name: object.Name()}
		if to, ok := placed(object.Pos()); ok && !isLocal(object) {
			answer.To = &to
		}
		if err := answers.Encode(answer); err != nil {
			panic(err)
		}
	}
}

// isLocal says whether something can be named in a function only. Methods and fields have no scope.
func isLocal(object types.Object) bool {
	if variable, ok := object.(*types.Var); ok && variable.IsField() {
		return false
	}
	if object.Parent() == nil {
		_, isFunction := object.(*types.Func)
		return !isFunction
	}
	return object.Pkg() == nil || object.Parent() != object.Pkg().Scope()
}

func placed(at token.Pos) (place, bool) {
	position := files.PositionFor(at, false)
	if !position.IsValid() || !within(position.Filename) {
		return place{}, false
	}
	path, err := filepath.Rel(root, position.Filename)
	if err != nil {
		return place{}, false
	}
	lines, ok := texts[position.Filename]
	if !ok {
		text, _ := os.ReadFile(position.Filename)
		lines = strings.Split(string(text), "\n")
		texts[position.Filename] = lines
	}
	column := position.Column
	if position.Line <= len(lines) && column-1 <= len(lines[position.Line-1]) {
		column = len(utf16.Encode([]rune(lines[position.Line-1][:column-1]))) + 1
	}
	return place{filepath.ToSlash(path), position.Line, column}, true
}
