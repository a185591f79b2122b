package delivery

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"

	"example.com/relay/internal/store"
)

// StatusError is an answer that is not 2xx.
type StatusError struct {
	Code int
}

func (e *StatusError) Error() string { return fmt.Sprintf("subscriber answered %d", e.Code) }

// isPermanent reports whether another attempt could not help.
func (e *StatusError) isPermanent() bool {
	return e.Code >= 400 && e.Code < 500 && e.Code != http.StatusTooManyRequests
}

// Sender delivers one event to one target.
type Sender interface {
	Send(ctx context.Context, target string, event store.Event) error
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// HTTPSender posts events as JSON, signed when there is a secret.
type HTTPSender struct {
	client *http.Client
	secret []byte
}

// Send posts the event and treats every status but 2xx as a failure.
func (s *HTTPSender) Send(ctx context.Context, target string, event store.Event) error {
	buffer, _ := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := json.NewEncoder(buffer).Encode(event); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(buffer.Bytes()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if len(s.secret) > 0 {
		request.Header.Set("X-Relay-Signature", s.sign(buffer.Bytes()))
	}
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	// A body that was read to its end lets the client keep the connection.
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, 1<<16)); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return &StatusError{Code: response.StatusCode}
	}
	return nil
}

func (s *HTTPSender) sign(body []byte) string {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
