//go:build cgo

package main

import _ "github.com/mattn/go-sqlite3"

// liteDriver looks into the program's database with the SQLite that the program
// has: two of them in one process would not see each other's locks.
const liteDriver = "sqlite3"
