// Command bench submits the same 60-field record over HTTP to OneMatter and to
// PocketBase, in turns in one run, and prints both rates and their ratio.
//
// OneMatter: a full submission: answers checked, case, task, two events and the
// idempotency receipt durable (SQLite, synchronous=FULL) before the answer.
// PocketBase: one record created, with its own defaults (WAL, synchronous=NORMAL).
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "pocketbase" {
		servePocketBase(os.Args[2], os.Args[3])
		return
	}
	connections := flag.String("connections", "1,16,64", "numbers of connections")
	seconds := flag.Duration("time", 8*time.Second, "time measured per round")
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	binary := flag.String("onematter", "../../bin/onematter", "the program")
	flag.Parse()
	if err := run(*connections, *seconds, *rounds, *binary); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(connections string, d time.Duration, rounds int, binary string) error {
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ours, err := startOneMatter(ctx, dir, binary)
	if err != nil {
		return fmt.Errorf("start OneMatter: %w", err)
	}
	theirs, err := startPocketBase(ctx, dir)
	if err != nil {
		return fmt.Errorf("start PocketBase: %w", err)
	}
	fmt.Printf("%11s  %28s  %28s  %7s\n", "", "OneMatter", "PocketBase v0.36.8", "")
	fmt.Printf("%11s  %10s %8s %8s  %10s %8s %8s  %7s\n", "connections", "records/s", "p50", "p99", "records/s", "p50", "p99", "ratio")
	for _, s := range strings.Split(connections, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		var a, b []outcome
		for range rounds { // in turns, so that a slow moment hits both
			x, err := load(ours, n, time.Second, d)
			if err != nil {
				return err
			}
			y, err := load(theirs, n, time.Second, d)
			if err != nil {
				return err
			}
			a, b = append(a, x), append(b, y)
		}
		x, y := median(a), median(b)
		fmt.Printf("%11d  %10.0f %8s %8s  %10.0f %8s %8s  %6.1f×\n", n, x.rate, ms(x.p50), ms(x.p99), y.rate, ms(y.p50), ms(y.p99), x.rate/y.rate)
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2fms", float64(d.Microseconds())/1000) }

func median(list []outcome) outcome {
	best := list
	for i := range best {
		for j := i + 1; j < len(best); j++ {
			if best[j].rate < best[i].rate {
				best[i], best[j] = best[j], best[i]
			}
		}
	}
	return best[len(best)/2]
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}

const password = "one-matter-2026"

func startOneMatter(ctx context.Context, dir, binary string) (target, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return target{}, err
	}
	pack, data := filepath.Join(dir, "pack"), filepath.Join(dir, "onematter")
	if err := writePack(pack); err != nil {
		return target{}, err
	}
	env := append(os.Environ(), "ONEMATTER_DATA="+data, "ONEMATTER_CLICKHOUSE_URL=off", "ONEMATTER_LOG_LEVEL=warn", "ONEMATTER_LANG=en")
	for _, args := range [][]string{{"import", "pack", pack}, {"user", "create", "bench"}} {
		c := exec.CommandContext(ctx, binary, args...)
		c.Env, c.Stdin = env, strings.NewReader(password+"\n")
		if out, err := c.CombinedOutput(); err != nil {
			return target{}, fmt.Errorf("%v: %w\n%s", args, err, out)
		}
	}
	addr, err := freeAddr()
	if err != nil {
		return target{}, err
	}
	c := exec.CommandContext(ctx, binary, "serve", "--addr", addr)
	c.Env, c.Stderr = env, os.Stderr
	if err := c.Start(); err != nil {
		return target{}, err
	}
	base := "http://" + addr
	if err := await(base + "/readyz"); err != nil {
		return target{}, err
	}
	token, err := makeToken(base)
	if err != nil {
		return target{}, err
	}
	return target{name: "OneMatter", url: base + "/api/v1/matters/BENCH/cases", token: token, key: true, status: http.StatusCreated,
		bodies: bodies(1000, func(v map[string]any) any { return map[string]any{"applicant": v} })}, nil
}

func await(url string) error {
	for range 200 {
		if res, err := http.Get(url); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer", url)
}

// makeToken signs in and makes an API token.
func makeToken(base string) (string, error) {
	body, _ := json.Marshal(map[string]string{"username": "bench", "password": password})
	res, err := http.Post(base+"/api/v1/session", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	var me struct{ CSRF string }
	if err := json.NewDecoder(res.Body).Decode(&me); err != nil || res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("sign in: status %d: %w", res.StatusCode, err)
	}
	req, err := http.NewRequest(http.MethodPost, base+"/api/v1/tokens", strings.NewReader(`{"name":"bench"}`))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-CSRF-Token", me.CSRF)
	req.Header.Set("Idempotency-Key", rand.Text())
	for _, c := range res.Cookies() {
		req.AddCookie(c)
	}
	made, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = made.Body.Close() }()
	var token struct{ Secret string }
	if err := json.NewDecoder(made.Body).Decode(&token); err != nil || token.Secret == "" {
		return "", fmt.Errorf("make a token: status %d: %w", made.StatusCode, err)
	}
	return token.Secret, nil
}

func startPocketBase(ctx context.Context, dir string) (target, error) {
	self, err := os.Executable()
	if err != nil {
		return target{}, err
	}
	addr, err := freeAddr()
	if err != nil {
		return target{}, err
	}
	c := exec.CommandContext(ctx, self, "pocketbase", filepath.Join(dir, "pocketbase"), addr)
	out, err := c.StdoutPipe()
	if err != nil {
		return target{}, err
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		return target{}, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		token, ok := strings.CutPrefix(lines.Text(), "TOKEN ")
		if !ok {
			continue
		}
		go func() {
			for lines.Scan() { // keep the pipe empty
			}
		}()
		base := "http://" + addr
		if err := await(base + "/api/health"); err != nil {
			return target{}, err
		}
		return target{name: "PocketBase", url: base + "/api/collections/records/records", token: token, status: http.StatusOK,
			bodies: bodies(1000, func(v map[string]any) any { return v })}, nil
	}
	return target{}, fmt.Errorf("PocketBase ended before it was ready")
}
