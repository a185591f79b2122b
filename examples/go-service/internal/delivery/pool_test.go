package delivery

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"example.com/relay/internal/config"
	"example.com/relay/internal/metrics"
	"example.com/relay/internal/store"
)

type flaky struct {
	failures atomic.Int32
	code     int
}

func (f *flaky) Send(context.Context, string, store.Event) error {
	if f.failures.Add(-1) >= 0 {
		return &StatusError{Code: f.code}
	}
	return nil
}

func newPool(t *testing.T, sender Sender) *Pool {
	t.Helper()
	events := store.New(10)
	if err := events.Subscribe(store.Subscription{ID: "a", Pattern: "*", Target: "http://a"}); err != nil {
		t.Fatal(err)
	}
	cfg := config.Default().Delivery
	cfg.BaseDelay = config.Duration(time.Millisecond)
	pool := NewPool(cfg, events, metrics.NewRegistry(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	pool.sender = sender
	return pool
}

func outcomeOf(t *testing.T, sender Sender) Outcome {
	t.Helper()
	pool := newPool(t, sender)
	outcomes, stop := pool.Watch()
	defer stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { _ = pool.Run(ctx) }()
	if _, _, err := pool.Publish(store.Event{Topic: "orders"}); err != nil {
		t.Fatal(err)
	}
	select {
	case outcome := <-outcomes:
		return outcome
	case <-time.After(5 * time.Second):
		t.Fatal("no outcome")
		return Outcome{}
	}
}

func TestAFailedDeliveryIsTriedAgain(t *testing.T) {
	sender := &flaky{code: http.StatusServiceUnavailable}
	sender.failures.Store(2)

	outcome := outcomeOf(t, sender)

	if outcome.Err != nil || outcome.Attempts != 3 {
		t.Fatalf("got %+v", outcome)
	}
}

func TestARefusedDeliveryIsNotTriedAgain(t *testing.T) {
	sender := &flaky{code: http.StatusGone}
	sender.failures.Store(9)

	outcome := outcomeOf(t, sender)

	if outcome.Err == nil || outcome.Attempts != 1 {
		t.Fatalf("got %+v", outcome)
	}
}

func TestAFullQueueIsBusy(t *testing.T) {
	pool := newPool(t, &flaky{})
	var err error
	for err == nil {
		_, _, err = pool.Publish(store.Event{Topic: "orders"})
	}
	if !errors.Is(err, ErrBusy) {
		t.Fatalf("got %v", err)
	}
}
