package main

import (
	"os"
	"os/exec"
	"syscall"
)

// diesWithUs keeps a test run that is killed from leaving servers behind.
func diesWithUs(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// asNobody lets a command run as somebody who owns nothing, when we are root.
func asNobody(c *exec.Cmd) {
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
}
