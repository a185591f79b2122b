package httpapi

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"example.com/relay/internal/metrics"
)

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController find Flush.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func logged(next http.Handler, registry *metrics.Registry, log *slog.Logger) http.Handler {
	requests := registry.Counter("requests")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		writer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			requests.Inc()
			log.Info("request", "method", r.Method, "path", r.URL.Path,
				"status", writer.status, "took", time.Since(start))
		}()
		next.ServeHTTP(writer, r)
	})
}

// recovered turns a panic of a handler into a 500; http.Server would drop the connection.
func recovered(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if err, ok := value.(error); ok && err == http.ErrAbortHandler {
				panic(value)
			}
			log.Error("panic", "value", value, "stack", string(debug.Stack()))
			http.Error(w, "internal error", http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}
