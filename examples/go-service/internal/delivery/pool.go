// Package delivery sends events to subscribers with a bounded pool of workers.
package delivery

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"example.com/relay/internal/config"
	"example.com/relay/internal/group"
	"example.com/relay/internal/metrics"
	"example.com/relay/internal/store"
)

// ErrBusy says that the queue is full; the publisher should come back later.
var ErrBusy = errors.New("queue is full")

// Outcome is the end of one delivery, good or bad.
type Outcome struct {
	EventID    uint64 `json:"event_id"`
	Subscriber string `json:"subscriber"`
	Attempts   int    `json:"attempts"`
	Err        error  `json:"-"`
}

type job struct {
	event        store.Event
	subscription store.Subscription
	attempt      int
}

// Pool owns the queue and the workers.
type Pool struct {
	cfg     config.Delivery
	store   *store.Store
	sender  Sender
	backoff backoff
	log     *slog.Logger

	queue    chan job
	retries  chan job
	draining chan struct{}

	mu       sync.Mutex
	watchers map[chan Outcome]struct{}

	delivered *metrics.Counter
	failed    *metrics.Counter
	inFlight  *metrics.Gauge
}

// NewPool returns a pool that sends over HTTP. Nothing is sent before Run.
func NewPool(cfg config.Delivery, events *store.Store, registry *metrics.Registry, log *slog.Logger) *Pool {
	return &Pool{
		cfg:       cfg,
		store:     events,
		sender:    &HTTPSender{client: &http.Client{}, secret: []byte(cfg.Secret)},
		backoff:   backoff{base: cfg.BaseDelay.Std(), max: cfg.MaxDelay.Std()},
		log:       log,
		queue:     make(chan job, cfg.QueueLength),
		retries:   make(chan job),
		draining:  make(chan struct{}),
		watchers:  make(map[chan Outcome]struct{}),
		delivered: registry.Counter("delivered"),
		failed:    registry.Counter("failed"),
		inFlight:  registry.Gauge("in_flight"),
	}
}

// Publish numbers the event and queues one delivery a subscriber. It never blocks: with a full
// queue it returns ErrBusy, and the deliveries queued so far stay queued.
func (p *Pool) Publish(event store.Event) (store.Event, int, error) {
	event, subscriptions := p.store.Append(event)
	for index, subscription := range subscriptions {
		select {
		case p.queue <- job{event: event, subscription: subscription}:
		case <-p.draining:
			return event, index, ErrBusy
		default:
			return event, index, ErrBusy
		}
	}
	return event, len(subscriptions), nil
}

// Run works until the context ends, then finishes the deliveries that are in flight.
func (p *Pool) Run(ctx context.Context) error {
	g, ctx := group.WithContext(ctx)
	for range p.cfg.Workers {
		g.Go(func() error { return p.work(ctx) })
	}
	g.Go(func() error { return p.schedule(ctx) })
	<-ctx.Done()
	close(p.draining)
	return g.Wait()
}

func (p *Pool) work(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case next := <-p.queue:
			p.deliver(ctx, next)
		}
	}
}

// schedule holds failed deliveries until they are due. One goroutine owns the list, so it needs no
// lock; the queue has precedence over retries only by being larger.
func (p *Pool) schedule(ctx context.Context) error {
	type pending struct {
		job
		due time.Time
	}
	waiting := []pending{}
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			for _, lost := range waiting {
				p.finish(lost.job, ctx.Err())
			}
			return ctx.Err()
		case failed := <-p.retries:
			due := time.Now().Add(p.backoff.delay(failed.attempt))
			waiting = append(waiting, pending{job: failed, due: due})
		case now := <-ticker.C:
			kept := waiting[:0]
			for _, candidate := range waiting {
				if candidate.due.After(now) || !p.offer(candidate.job) {
					kept = append(kept, candidate)
				}
			}
			waiting = kept
		}
	}
}

func (p *Pool) offer(next job) bool {
	select {
	case p.queue <- next:
		return true
	default:
		return false
	}
}

func (p *Pool) deliver(ctx context.Context, next job) {
	p.inFlight.Add(1)
	defer p.inFlight.Add(-1)
	next.attempt++
	// A delivery that has begun may finish while the pool drains.
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.cfg.Timeout.Std())
	defer cancel()
	err := p.sender.Send(sending, next.subscription.Target, next.event)
	var status *StatusError
	isFinal := err == nil || next.attempt >= p.cfg.Attempts ||
		(errors.As(err, &status) && status.isPermanent())
	if isFinal {
		p.finish(next, err)
		return
	}
	select {
	case p.retries <- next:
	case <-ctx.Done():
		p.finish(next, err)
	}
}

func (p *Pool) finish(done job, err error) {
	if err != nil {
		p.failed.Inc()
		p.log.Warn("delivery failed", "event", done.event.ID, "subscriber", done.subscription.ID, "error", err)
	} else {
		p.delivered.Inc()
	}
	outcome := Outcome{done.event.ID, done.subscription.ID, done.attempt, err}
	p.mu.Lock()
	defer p.mu.Unlock()
	for watcher := range p.watchers {
		select {
		case watcher <- outcome:
		default: // a slow watcher misses outcomes; it never holds up a worker
		}
	}
}

// Watch returns the outcomes from now on, and a function that ends the watch.
func (p *Pool) Watch() (<-chan Outcome, func()) {
	watcher := make(chan Outcome, 16)
	p.mu.Lock()
	p.watchers[watcher] = struct{}{}
	p.mu.Unlock()
	return watcher, sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, watcher)
		close(watcher)
	})
}
