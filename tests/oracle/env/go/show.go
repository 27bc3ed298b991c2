package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
)

// show prints a value as JSON: structs and maps as objects, everything inside them as text.
func show(err error, values ...any) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := map[string]any{}
	for at, value := range values {
		out[fmt.Sprint(at)] = plain(reflect.ValueOf(value))
	}
	text, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

func plain(value reflect.Value) any {
	if !value.IsValid() || (value.IsZero() && value.Kind() != reflect.Struct) {
		return nil
	}
	if value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		if text, ok := value.Interface().(fmt.Stringer); ok {
			return text.String()
		}
		return plain(value.Elem())
	}
	if (value.Kind() == reflect.Map || value.Kind() == reflect.Slice) && value.Len() == 0 {
		return nil
	}
	if value.Kind() != reflect.Struct {
		return fmt.Sprint(value.Interface())
	}
	if text, ok := value.Interface().(fmt.Stringer); ok {
		return text.String()
	}
	out := map[string]any{}
	for at := range value.NumField() {
		if value.Type().Field(at).IsExported() {
			out[value.Type().Field(at).Name] = plain(value.Field(at))
		}
	}
	return out
}
