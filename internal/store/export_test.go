package store

// OpenLite opens a SQLite file without the store, with the SQLite of this program.
var OpenLite = openLite
