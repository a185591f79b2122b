// Package config reads the configuration file and fills in what it leaves out.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// ErrInvalid wraps every fault in a configuration file.
var ErrInvalid = errors.New("invalid configuration")

// Duration is a time.Duration written as "250ms" in JSON.
type Duration time.Duration

// Std gives the value in the standard library's type.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// UnmarshalJSON reads "250ms", or a number of seconds from older files.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	switch value := raw.(type) {
	case string:
		parsed, err := time.ParseDuration(value)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		*d = Duration(parsed)
	case float64:
		*d = Duration(value * float64(time.Second))
	default:
		return fmt.Errorf("%w: %q is no duration", ErrInvalid, data)
	}
	return nil
}

// Delivery configures the workers.
type Delivery struct {
	Workers     int      `json:"workers"`
	QueueLength int      `json:"queue_length"`
	Attempts    int      `json:"attempts"`
	Timeout     Duration `json:"timeout"`
	BaseDelay   Duration `json:"base_delay"`
	MaxDelay    Duration `json:"max_delay"`
	Secret      string   `json:"secret,omitempty"`
}

// Config is everything that an operator may set.
type Config struct {
	Listen         string   `json:"listen"`
	Grace          Duration `json:"grace"`
	MaxSubscribers int      `json:"max_subscribers"`
	Delivery       Delivery `json:"delivery"`
}

// Default is the configuration of a relay that nobody configured.
func Default() Config {
	return Config{
		Listen:         "127.0.0.1:8080",
		Grace:          Duration(10 * time.Second),
		MaxSubscribers: 1000,
		Delivery: Delivery{
			Workers:     8,
			QueueLength: 256,
			Attempts:    5,
			Timeout:     Duration(3 * time.Second),
			BaseDelay:   Duration(200 * time.Millisecond),
			MaxDelay:    Duration(time.Minute),
		},
	}
}

// Load reads a file over the defaults. An empty path gives the defaults.
func Load(path string) (Config, error) {
	cfg := Default()
	if path == "" {
		return cfg, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return cfg, err
	}
	defer file.Close()

	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&cfg); err != nil {
		return cfg, fmt.Errorf("%s: %w", path, err)
	}
	return cfg, cfg.validate()
}

func (c *Config) validate() error {
	faults := []error{}
	if c.Delivery.Workers < 1 {
		faults = append(faults, fmt.Errorf("%w: delivery.workers must be at least 1", ErrInvalid))
	}
	if c.Delivery.QueueLength < c.Delivery.Workers {
		faults = append(faults, fmt.Errorf("%w: delivery.queue_length is below workers", ErrInvalid))
	}
	if c.Delivery.Attempts < 1 {
		faults = append(faults, fmt.Errorf("%w: delivery.attempts must be at least 1", ErrInvalid))
	}
	return errors.Join(faults...)
}
