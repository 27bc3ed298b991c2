// Package api serves the ledger over HTTP.
package api

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"example.shop/ledger/internal/book"
)

// NewRouter mounts everything that the ledger serves.
func NewRouter(entries book.Book) *gin.Engine {
	router := gin.New()
	router.Use(gin.Recovery())
	router.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })

	v1 := router.Group("/v1")
	registerEntries(v1.Group("/entries"), entries)

	accounts := v1.Group("/accounts/:account")
	accounts.GET("/balance", readBalance(entries))
	return router
}

func registerEntries(group *gin.RouterGroup, entries book.Book) {
	group.POST("", addEntry(entries))
	group.GET("", listEntries(entries))
}

// registerExports would serve the yearly export. Nobody calls it yet.
func registerExports(group *gin.RouterGroup) {
	group.GET("/exports/:year", func(c *gin.Context) { c.Status(http.StatusNotImplemented) })
}

var _ = registerExports

func addEntry(entries book.Book) gin.HandlerFunc {
	return func(c *gin.Context) {
		var entry book.Entry
		if err := c.ShouldBindJSON(&entry); err != nil {
			c.JSON(http.StatusUnprocessableEntity, gin.H{"error": err.Error()})
			return
		}
		switch err := entries.Add(c.Request.Context(), entry); {
		case errors.Is(err, book.ErrUnbalanced):
			c.JSON(http.StatusUnprocessableEntity, gin.H{"error": err.Error()})
		case err != nil:
			c.JSON(http.StatusServiceUnavailable, gin.H{"error": "the book is closed"})
		default:
			c.JSON(http.StatusCreated, entry)
		}
	}
}

func listEntries(entries book.Book) gin.HandlerFunc {
	return func(c *gin.Context) {
		found, err := entries.Entries(c.Request.Context(), c.Query("account"))
		if err != nil {
			c.JSON(http.StatusServiceUnavailable, gin.H{"error": "the book is closed"})
			return
		}
		c.JSON(http.StatusOK, found)
	}
}

func readBalance(entries book.Book) gin.HandlerFunc {
	return func(c *gin.Context) {
		account := c.Param("account")
		cents, err := entries.Balance(c.Request.Context(), account)
		if err != nil {
			c.JSON(http.StatusServiceUnavailable, gin.H{"error": "the book is closed"})
			return
		}
		c.JSON(http.StatusOK, gin.H{"account": account, "cents": cents})
	}
}
