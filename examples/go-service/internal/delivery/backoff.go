package delivery

import (
	"math/rand/v2"
	"time"
)

// backoff gives the pause before an attempt: exponential, bounded, with full jitter so that
// subscribers which failed together are not tried together again.
type backoff struct {
	base time.Duration
	max  time.Duration
}

func (b backoff) delay(attempt int) time.Duration {
	bound := b.base << min(attempt, 16)
	if bound <= 0 || bound > b.max {
		bound = b.max
	}
	return rand.N(bound) + 1
}
