package embedded

import (
	"os/exec"
	"syscall"
)

// detach gives the child a process group of its own: Ctrl+C in a terminal goes
// to the parent, which then closes the child in good order.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
