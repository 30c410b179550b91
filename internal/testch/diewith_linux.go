package testch

import (
	"os/exec"
	"syscall"
)

// diesWithParent keeps a killed test run from leaving a server behind.
func diesWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
