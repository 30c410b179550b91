//go:build !linux

package main

import "os/exec"

// diesWithUs is a favour of Linux alone.
func diesWithUs(*exec.Cmd) {}

// asNobody needs nothing here: tests do not run as root.
func asNobody(*exec.Cmd) {}
