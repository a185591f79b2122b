package store

import (
	"errors"
	"testing"
)

func TestAPatternMayEndInAStar(t *testing.T) {
	s := New(10)
	if err := s.Subscribe(Subscription{ID: "a", Pattern: "orders.*", Target: "http://a"}); err != nil {
		t.Fatal(err)
	}

	_, matching := s.Append(Event{Topic: "orders.created"})

	if len(matching) != 1 {
		t.Fatalf("got %v", matching)
	}
}

func TestOldEventsMakeRoom(t *testing.T) {
	s := New(10)
	for range historyLength + 3 {
		s.Append(Event{Topic: "orders"})
	}

	recent := s.Recent("orders", 2)

	if len(recent) != 2 || recent[0].ID != historyLength+3 {
		t.Fatalf("got %v", recent)
	}
}

func TestTheLimitHolds(t *testing.T) {
	s := New(0)
	err := s.Subscribe(Subscription{ID: "a", Pattern: "*", Target: "https://a"})
	if !errors.Is(err, ErrFull) {
		t.Fatalf("got %v", err)
	}
}
