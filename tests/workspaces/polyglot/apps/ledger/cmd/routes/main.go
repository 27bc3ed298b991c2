// Command routes prints what the ledger serves, one "METHOD /path" a line.
package main

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"example.shop/ledger/internal/api"
	"example.shop/ledger/internal/book"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	for _, route := range api.NewRouter(&book.Memory{}).Routes() {
		fmt.Println(route.Method, route.Path)
	}
}
