package main

import (
	"os/exec"
	"syscall"
)

// diesWithUs keeps a test run that is killed from leaving servers behind.
func diesWithUs(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
