//go:build !linux

package main

// dropProgram is for Linux only.
func dropProgram() {}
