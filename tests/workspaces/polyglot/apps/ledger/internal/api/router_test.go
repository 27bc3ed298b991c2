package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"example.shop/ledger/internal/book"
)

func call(t *testing.T, router http.Handler, method, path, body string) (int, string) {
	t.Helper()
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	return answer.Code, strings.TrimSpace(answer.Body.String())
}

func TestBalanceIsTheSumOfEntries(t *testing.T) {
	gin.SetMode(gin.TestMode)
	router := NewRouter(&book.Memory{})
	for _, entry := range []string{`{"id":"1","account":"a","cents":700}`, `{"id":"1","account":"a","cents":700}`, `{"id":"2","account":"a","cents":-200}`} {
		if code, body := call(t, router, http.MethodPost, "/v1/entries", entry); code != http.StatusCreated {
			t.Fatalf("%d %s", code, body)
		}
	}
	if _, body := call(t, router, http.MethodGet, "/v1/accounts/a/balance", ""); body != `{"account":"a","cents":500}` {
		t.Fatal(body)
	}
	if code, _ := call(t, router, http.MethodGet, "/v1/exports/2026", ""); code != http.StatusNotFound {
		t.Fatalf("exports are served: %d", code)
	}
}
