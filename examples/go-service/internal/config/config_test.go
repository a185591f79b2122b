package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestLoadReadsDurationsAsText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relay.json")
	content := `{"grace": "250ms", "delivery": {"workers": 2, "queue_length": 4, "attempts": 1}}`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}

	cfg, err := Load(path)

	if err != nil || cfg.Grace.Std() != 250*time.Millisecond {
		t.Fatalf("got %v, %v", cfg.Grace.Std(), err)
	}
}

func TestLoadReportsEveryFault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relay.json")
	if err := os.WriteFile(path, []byte(`{"delivery": {"workers": 0, "attempts": 0}}`), 0o600); err != nil {
		t.Fatal(err)
	}

	_, err := Load(path)

	if !errors.Is(err, ErrInvalid) {
		t.Fatalf("got %v", err)
	}
}
