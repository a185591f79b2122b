package group

import (
	"context"
	"errors"
	"testing"
)

func TestTheFirstFailureCancelsTheOthers(t *testing.T) {
	failure := errors.New("broken")
	g, ctx := WithContext(context.Background())

	g.Go(func() error { return failure })
	g.Go(func() error {
		<-ctx.Done()
		return ctx.Err()
	})

	if err := g.Wait(); !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
}

func TestAPanicIsAFailure(t *testing.T) {
	g, _ := WithContext(context.Background())
	g.Go(func() error { panic("out of luck") })

	var found *PanicError
	if err := g.Wait(); !errors.As(err, &found) {
		t.Fatalf("got %v", err)
	}
}
