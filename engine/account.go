package engine

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Account is a local account.
type Account struct {
	ID           string
	Username     string // lower case, unique
	Name         string // shown to people
	PasswordHash string // argon2id, PHC string
	Roles        []string
	Organisation string // Organisation.ID; "" for citizens
	Disabled     bool
	Verified     *Identity      // nil: nobody knows who it is; nobody has two accounts
	IdentityLog  []IdentityStep // how that came about, oldest first
	Created      time.Time
	Revision     int64
}

// Organisation is a node of the organisation tree. Departments of packs are
// organisations of the same id.
type Organisation struct {
	ID     string
	Name   metamodel.Text
	Parent string
}

// Session is a signed-in browser. Only a hash of its secret is kept.
type Session struct {
	Hash    string // hex SHA-256 of the cookie's secret
	Account string
	CSRF    string // token that forms and scripts must send back
	Created time.Time
	Seen    time.Time
	Expires time.Time
}

// Token is a machine's key to the API. Only a hash of its secret is kept.
type Token struct {
	ID       string
	Account  string // acts as this account
	Name     string
	Hash     string // hex SHA-256
	Created  time.Time
	LastUsed time.Time
	Expires  time.Time // zero: never
}
