// Command relayd accepts events over HTTP and delivers them to the web hooks that subscribed.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/relay/internal/config"
	"example.com/relay/internal/delivery"
	"example.com/relay/internal/group"
	"example.com/relay/internal/httpapi"
	"example.com/relay/internal/metrics"
	"example.com/relay/internal/store"
)

func main() {
	path := flag.String("config", "", "JSON configuration file; without one, defaults")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	if err := run(ctx, *path, log); err != nil && !errors.Is(err, context.Canceled) {
		log.Error("relayd stopped", "error", err)
		os.Exit(1)
	}
}

// run starts every part and returns when the first one fails or the context ends. Parts stop in
// the order in which events flow: first the listener, then the queue, then the workers.
func run(ctx context.Context, path string, log *slog.Logger) error {
	cfg, err := config.Load(path)
	if err != nil {
		return err
	}
	registry := metrics.NewRegistry()
	subscriptions := store.New(cfg.MaxSubscribers)
	pool := delivery.NewPool(cfg.Delivery, subscriptions, registry, log)

	server := &http.Server{
		Handler:           httpapi.New(subscriptions, pool, registry, log),
		ReadHeaderTimeout: 5 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return err
	}
	log.Info("listening", "address", listener.Addr().String())

	g, ctx := group.WithContext(ctx)
	g.Go(func() error { return pool.Run(ctx) })
	g.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		// The parent is gone already; requests in flight get their own grace period.
		grace, cancel := context.WithTimeout(context.Background(), cfg.Grace.Std())
		defer cancel()
		return server.Shutdown(grace)
	})
	return g.Wait()
}
