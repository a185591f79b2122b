// Package metrics counts things and prints them in the Prometheus text format.
package metrics

import (
	"fmt"
	"io"
	"sort"
	"sync"
	"sync/atomic"
)

// Counter only grows.
type Counter struct {
	value atomic.Uint64
}

// Inc adds one.
func (c *Counter) Inc() { c.value.Add(1) }

// Value is the current count.
func (c *Counter) Value() uint64 { return c.value.Load() }

// Gauge goes up and down.
type Gauge struct {
	value atomic.Int64
}

// Add moves the gauge.
func (g *Gauge) Add(delta int64) { g.value.Add(delta) }

// Registry holds counters and gauges by name. Safe for concurrent use.
type Registry struct {
	mu       sync.RWMutex
	counters map[string]*Counter
	gauges   map[string]*Gauge
}

// NewRegistry returns an empty registry.
func NewRegistry() *Registry {
	return &Registry{counters: map[string]*Counter{}, gauges: map[string]*Gauge{}}
}

// Counter returns the counter of a name, making it on first use.
func (r *Registry) Counter(name string) *Counter {
	r.mu.RLock()
	found, ok := r.counters[name]
	r.mu.RUnlock()
	if ok {
		return found
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if found, ok = r.counters[name]; !ok { // somebody else may have been faster
		found = &Counter{}
		r.counters[name] = found
	}
	return found
}

// Gauge returns the gauge of a name, making it on first use.
func (r *Registry) Gauge(name string) *Gauge {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.gauges[name]
	if !ok {
		found = &Gauge{}
		r.gauges[name] = found
	}
	return found
}

// WriteTo prints every value, sorted by name.
func (r *Registry) WriteTo(w io.Writer) (int64, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	lines := make([]string, 0, len(r.counters)+len(r.gauges))
	for name, counter := range r.counters {
		lines = append(lines, fmt.Sprintf("relay_%s_total %d\n", name, counter.Value()))
	}
	for name, gauge := range r.gauges {
		lines = append(lines, fmt.Sprintf("relay_%s %d\n", name, gauge.value.Load()))
	}
	sort.Strings(lines)
	var total int64
	for _, line := range lines {
		n, err := io.WriteString(w, line)
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
