// Package store keeps subscriptions and the last events of each topic in memory.
package store

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const historyLength = 64

var (
	// ErrNotFound says that there is no such subscription.
	ErrNotFound = errors.New("no such subscription")
	// ErrFull says that the limit of subscriptions is reached.
	ErrFull = errors.New("too many subscriptions")
)

// TargetError says what is wrong with the address of a subscriber.
type TargetError struct {
	Target string
	Reason string
}

func (e *TargetError) Error() string { return fmt.Sprintf("target %q: %s", e.Target, e.Reason) }

// Event is one published message.
type Event struct {
	ID        uint64            `json:"id"`
	Topic     string            `json:"topic"`
	Key       string            `json:"key,omitempty"`
	Payload   []byte            `json:"payload"`
	Headers   map[string]string `json:"headers,omitempty"`
	Published time.Time         `json:"published"`
}

// Subscription sends the events of topics that match to a target.
type Subscription struct {
	ID      string `json:"id"`
	Pattern string `json:"pattern"`
	Target  string `json:"target"`
}

// matches reports whether the pattern covers the topic; a trailing * covers any rest.
func (s *Subscription) matches(topic string) bool {
	if prefix, ok := strings.CutSuffix(s.Pattern, "*"); ok {
		return strings.HasPrefix(topic, prefix)
	}
	return s.Pattern == topic
}

// topic holds the newest events, oldest first. Guarded by the store's lock.
type topic struct {
	events []Event
}

func (t *topic) add(event Event) {
	if len(t.events) == historyLength {
		copy(t.events, t.events[1:])
		t.events = t.events[:historyLength-1]
	}
	t.events = append(t.events, event)
}

// Store is safe for concurrent use.
type Store struct {
	mu            sync.RWMutex
	subscriptions map[string]*Subscription
	topics        map[string]*topic
	limit         int
	next          uint64
}

// New returns a store for at most limit subscriptions.
func New(limit int) *Store {
	return &Store{
		subscriptions: make(map[string]*Subscription),
		topics:        make(map[string]*topic),
		limit:         limit,
	}
}

// Subscribe adds a subscription, or replaces the one with the same id.
func (s *Store) Subscribe(subscription Subscription) error {
	target, err := url.Parse(subscription.Target)
	if err != nil {
		return &TargetError{Target: subscription.Target, Reason: err.Error()}
	}
	if target.Scheme != "http" && target.Scheme != "https" {
		return &TargetError{Target: subscription.Target, Reason: "must be http or https"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, exists := s.subscriptions[subscription.ID]; !exists && len(s.subscriptions) >= s.limit {
		return ErrFull
	}
	s.subscriptions[subscription.ID] = &subscription
	return nil
}

// Unsubscribe removes a subscription.
func (s *Store) Unsubscribe(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.subscriptions[id]; !ok {
		return ErrNotFound
	}
	delete(s.subscriptions, id)
	return nil
}

// Append numbers an event, keeps it, and returns it with the subscriptions that want it.
func (s *Store) Append(event Event) (Event, []Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	event.ID = s.next
	kept, ok := s.topics[event.Topic]
	if !ok {
		kept = &topic{}
		s.topics[event.Topic] = kept
	}
	kept.add(event)
	matching := []Subscription{}
	for _, subscription := range s.subscriptions {
		if subscription.matches(event.Topic) {
			matching = append(matching, *subscription)
		}
	}
	slices.SortFunc(matching, func(a, b Subscription) int { return strings.Compare(a.ID, b.ID) })
	return event, matching
}

// Recent returns up to limit of the newest events of a topic, newest first.
func (s *Store) Recent(name string, limit int) []Event {
	s.mu.RLock()
	defer s.mu.RUnlock()
	kept, ok := s.topics[name]
	if !ok {
		return nil
	}
	first := max(0, len(kept.events)-limit)
	recent := slices.Clone(kept.events[first:])
	slices.Reverse(recent)
	return recent
}
