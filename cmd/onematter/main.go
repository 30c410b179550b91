// Command onematter is the whole product in one program: `onematter serve`.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/onematter/onematter/analytics/embedded"
)

func main() {
	embedded.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	out, r := &output{to: os.Stdout}, root()
	r.SetOut(out)
	c, err := r.ExecuteContextC(ctx)
	if err == nil {
		if err = out.failure(); err == nil {
			return
		}
	}
	var exit exitError
	if errors.As(err, &exit) {
		if exit.msg != "" {
			fmt.Fprintln(os.Stderr, exit.msg)
		}
		os.Exit(exit.code)
	}
	if said, ok := sayUsage(c, err, langOf(c)); ok {
		fmt.Fprintln(os.Stderr, "onematter:", visible(said))
		os.Exit(2)
	}
	fmt.Fprintln(os.Stderr, "onematter:", sayFailure(err, langOf(c)))
	os.Exit(1)
}

// exitError ends the program with a status of its own; what there was to say
// has been said, unless msg is set.
type exitError struct {
	code int
	msg  string
}

func (e exitError) Error() string { return fmt.Sprintf("exit status %d %s", e.code, e.msg) }
