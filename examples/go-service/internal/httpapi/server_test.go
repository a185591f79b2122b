package httpapi

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/relay/internal/config"
	"example.com/relay/internal/delivery"
	"example.com/relay/internal/metrics"
	"example.com/relay/internal/store"
)

func request(t *testing.T, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	registry := metrics.NewRegistry()
	events := store.New(10)
	pool := delivery.NewPool(config.Default().Delivery, events, registry, log)
	recorder := httptest.NewRecorder()
	New(events, pool, registry, log).ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder
}

func TestPublishAnswersWithTheNumberOfTheEvent(t *testing.T) {
	answer := request(t, http.MethodPost, "/v1/topics/orders", `{"total": 3}`)
	if answer.Code != http.StatusAccepted || !strings.Contains(answer.Body.String(), `"id":1`) {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
}

func TestABadTargetIsTheCallersFault(t *testing.T) {
	answer := request(t, http.MethodPut, "/v1/subscriptions/a", `{"pattern": "*", "target": "ftp://a"}`)
	if answer.Code != http.StatusBadRequest {
		t.Fatalf("got %d", answer.Code)
	}
}
