// Package group runs related goroutines: the first failure cancels the others.
package group

import (
	"context"
	"fmt"
	"sync"
)

// PanicError is what Wait returns when a goroutine of the group panicked.
type PanicError struct {
	Value any
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic in a group: %v", e.Value) }

// Group is a set of goroutines. Use WithContext to make one.
type Group struct {
	wait   sync.WaitGroup
	once   sync.Once
	cancel context.CancelCauseFunc
	err    error
}

// WithContext returns a group, and a context that ends with the first failure.
func WithContext(parent context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(parent)
	return &Group{cancel: cancel}, ctx
}

// Go starts one goroutine of the group.
func (g *Group) Go(work func() error) {
	g.wait.Add(1)
	go func() {
		defer g.wait.Done()
		defer func() {
			if value := recover(); value != nil {
				g.fail(&PanicError{Value: value})
			}
		}()
		if err := work(); err != nil {
			g.fail(err)
		}
	}()
}

// Wait blocks until all are done and returns the first failure.
func (g *Group) Wait() error {
	g.wait.Wait()
	g.cancel(g.err)
	return g.err
}

func (g *Group) fail(err error) {
	g.once.Do(func() {
		g.err = err
		g.cancel(err)
	})
}
