// Package httpapi is the relay's HTTP interface.
package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"example.com/relay/internal/delivery"
	"example.com/relay/internal/metrics"
	"example.com/relay/internal/store"
)

const maxBody = 1 << 20

type server struct {
	store    *store.Store
	pool     *delivery.Pool
	registry *metrics.Registry
	log      *slog.Logger
}

// published answers a publish request.
type published struct {
	ID          uint64 `json:"id"`
	Subscribers int    `json:"subscribers"`
}

// New returns the handler of all routes.
func New(events *store.Store, pool *delivery.Pool, registry *metrics.Registry, log *slog.Logger) http.Handler {
	s := &server{store: events, pool: pool, registry: registry, log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/topics/{topic}", s.publish)
	mux.HandleFunc("GET /v1/topics/{topic}", s.recent)
	mux.HandleFunc("PUT /v1/subscriptions/{id}", s.subscribe)
	mux.HandleFunc("DELETE /v1/subscriptions/{id}", s.unsubscribe)
	mux.HandleFunc("GET /v1/outcomes", s.watch)
	mux.HandleFunc("GET /metrics", s.metrics)
	return logged(recovered(mux, log), registry, log)
}

func (s *server) publish(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.fail(w, err)
		return
	}
	event := store.Event{
		Topic:     r.PathValue("topic"),
		Key:       r.Header.Get("X-Relay-Key"),
		Payload:   body,
		Published: time.Now().UTC(),
	}
	event, subscribers, err := s.pool.Publish(event)
	if err != nil {
		s.fail(w, err)
		return
	}
	s.answer(w, http.StatusAccepted, published{ID: event.ID, Subscribers: subscribers})
}

func (s *server) recent(w http.ResponseWriter, r *http.Request) {
	limit := 10
	if text := r.URL.Query().Get("limit"); text != "" {
		parsed, err := strconv.Atoi(text)
		if err != nil || parsed < 1 {
			http.Error(w, "limit must be a positive number", http.StatusBadRequest)
			return
		}
		limit = parsed
	}
	s.answer(w, http.StatusOK, s.store.Recent(r.PathValue("topic"), limit))
}

func (s *server) subscribe(w http.ResponseWriter, r *http.Request) {
	var subscription store.Subscription
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&subscription); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	subscription.ID = r.PathValue("id")
	if err := s.store.Subscribe(subscription); err != nil {
		s.fail(w, err)
		return
	}
	s.answer(w, http.StatusOK, subscription)
}

func (s *server) unsubscribe(w http.ResponseWriter, r *http.Request) {
	if err := s.store.Unsubscribe(r.PathValue("id")); err != nil {
		s.fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// watch streams outcomes as server-sent events until the client leaves or the server stops.
func (s *server) watch(w http.ResponseWriter, r *http.Request) {
	outcomes, stop := s.pool.Watch()
	defer stop()
	controller := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	heartbeat := time.NewTicker(15 * time.Second)
	defer heartbeat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-heartbeat.C:
			fmt.Fprint(w, ": still here\n\n")
		case outcome, ok := <-outcomes:
			if !ok {
				return
			}
			data, err := json.Marshal(outcome)
			if err != nil {
				s.log.Error("an outcome cannot be written", "error", err)
				continue
			}
			fmt.Fprintf(w, "data: %s\n\n", data)
		}
		if err := controller.Flush(); err != nil {
			return
		}
	}
}

func (s *server) metrics(w http.ResponseWriter, _ *http.Request) {
	if _, err := s.registry.WriteTo(w); err != nil {
		s.log.Warn("metrics not written", "error", err)
	}
}

// fail maps an error of the domain to a status.
func (s *server) fail(w http.ResponseWriter, err error) {
	var target *store.TargetError
	var tooLarge *http.MaxBytesError
	status := http.StatusInternalServerError
	switch {
	case errors.As(err, &target):
		status = http.StatusBadRequest
	case errors.As(err, &tooLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, store.ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, store.ErrFull):
		status = http.StatusInsufficientStorage
	case errors.Is(err, delivery.ErrBusy):
		w.Header().Set("Retry-After", "1")
		status = http.StatusServiceUnavailable
	}
	http.Error(w, err.Error(), status)
}

func (s *server) answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		s.log.Warn("answer not written", "error", err)
	}
}
