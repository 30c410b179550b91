package store

import (
	"errors"
	"os"
	"syscall"
)

// syncFile brings a file's bytes to disk, and of what is known about the file
// what is needed to read them, as SQLite's own sync does.
func syncFile(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
