//go:build !linux

package testch

import "os/exec"

// diesWithParent is a Linux favour: elsewhere a killed test run leaves its server behind.
func diesWithParent(*exec.Cmd) {}
