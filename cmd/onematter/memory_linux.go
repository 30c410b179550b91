package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// dropProgram takes the program's own instructions out of what is resident:
// the kernel maps whole pieces of the file, and much of it only starting needed.
// What runs comes back from the page cache as it is used. Only pages that
// nothing can have written to are dropped.
func dropProgram() {
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		parts := strings.Fields(line) // 00402000-01db7000 r-xp 00002000 fe:00 9994730 /usr/bin/onematter
		if len(parts) < 6 || parts[1] != "r-xp" || strings.Join(parts[5:], " ") != exe {
			continue
		}
		from, to, _ := strings.Cut(parts[0], "-")
		begin, err1 := strconv.ParseUint(from, 16, 64)
		end, err2 := strconv.ParseUint(to, 16, 64)
		if err1 != nil || err2 != nil || end <= begin {
			continue
		}
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, uintptr(begin), uintptr(end-begin), syscall.MADV_DONTNEED)
	}
}
