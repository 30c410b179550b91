//go:build !linux

package store

import "os"

// syncFile brings a file to disk.
func syncFile(f *os.File) error { return f.Sync() }
