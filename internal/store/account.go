package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type accountRow struct {
	bun.BaseModel `bun:"table:accounts,alias:a"`

	ID           string `bun:"id,pk"`
	Username     string `bun:"username"`
	Name         string `bun:"name"`
	PasswordHash string `bun:"password_hash"`
	Roles        string `bun:"roles"`
	Organisation string `bun:"organisation"`
	Disabled     bool   `bun:"disabled"`
	Created      int64  `bun:"created"`
	Revision     int64  `bun:"revision"`
	Verified     []byte `bun:"verified"`
	IdentityLog  []byte `bun:"identity_log"`

	VerifiedNumber *string `bun:"verified_number"` // of Verified
}

func (r *accountRow) version() (id string, revision *int64) { return r.ID, &r.Revision }

func toAccountRow(a *engine.Account) (accountRow, error) {
	r := accountRow{ID: a.ID, Username: a.Username, Name: a.Name, PasswordHash: a.PasswordHash, Roles: joinRoles(a.Roles),
		Organisation: a.Organisation, Disabled: a.Disabled, Created: micros(a.Created), Revision: a.Revision, Verified: []byte{}, IdentityLog: []byte{}}
	var err error
	if len(a.IdentityLog) > 0 {
		if r.IdentityLog, err = json.Marshal(a.IdentityLog); err != nil {
			return r, fmt.Errorf("encoding how account %s was verified: %w", a.ID, err)
		}
	}
	if a.Verified != nil {
		r.VerifiedNumber = &a.Verified.Number
		if r.Verified, err = json.Marshal(a.Verified); err != nil {
			return r, fmt.Errorf("encoding who account %s is: %w", a.ID, err)
		}
	}
	return r, nil
}

func (r *accountRow) account() (engine.Account, error) {
	a := engine.Account{ID: r.ID, Username: r.Username, Name: r.Name, PasswordHash: r.PasswordHash, Roles: splitRoles(r.Roles),
		Organisation: r.Organisation, Disabled: r.Disabled, Created: instant(r.Created), Revision: r.Revision}
	if len(r.IdentityLog) > 0 {
		if err := json.Unmarshal(r.IdentityLog, &a.IdentityLog); err != nil {
			return a, fmt.Errorf("store: decoding how account %s was verified: %w", r.ID, err)
		}
	}
	if len(r.Verified) > 0 {
		if err := json.Unmarshal(r.Verified, &a.Verified); err != nil {
			return a, fmt.Errorf("store: decoding who account %s is: %w", r.ID, err)
		}
	}
	return a, nil
}

func accountsOf(rows []accountRow) ([]engine.Account, error) {
	list := make([]engine.Account, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].account(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveAccount inserts an account whose revision is 0, else updates it.
func (s *Store) SaveAccount(ctx context.Context, a engine.Account) error {
	r, err := toAccountRow(&a)
	if err != nil {
		return err
	}
	r.Revision++
	return s.write(ctx, "saving an account", func(ctx context.Context, db bun.IDB) error {
		if a.Revision == 0 {
			_, err := db.NewInsert().Model(&r).Exec(ctx)
			return asTaken(err)
		}
		return asTaken(changed(db.NewUpdate().Model(&r).WherePK().Where("revision = ?", a.Revision).Exec(ctx)))
	})
}

// Account reads an account.
func (s *Store) Account(ctx context.Context, id string) (engine.Account, error) {
	var r accountRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Account{}, wrap("reading an account", err)
	}
	return r.account()
}

// AccountByName reads an account by its username.
func (s *Store) AccountByName(ctx context.Context, username string) (engine.Account, error) {
	var r accountRow
	if err := s.one(ctx, &r, "username", username); err != nil {
		return engine.Account{}, wrap("reading an account by name", err)
	}
	return r.account()
}

// AccountByIdentity reads the account that is verified by a document's number.
func (s *Store) AccountByIdentity(ctx context.Context, number string) (engine.Account, error) {
	var r accountRow
	if err := s.one(ctx, &r, "verified_number", number); err != nil {
		return engine.Account{}, wrap("reading an account by its owner's number", err)
	}
	return r.account()
}

// ListAccounts lists accounts by username.
func (s *Store) ListAccounts(ctx context.Context, p engine.Page) ([]engine.Account, string, error) {
	limit := pageLimit(p)
	var rows []accountRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("username").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var username string
		if err := readCursor(p.Cursor, cursorAccounts, &username); err != nil {
			return nil, "", err
		}
		q.Where("username > ?", username)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing accounts", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorAccounts, rows[limit-1].Username)
	}
	list, err := accountsOf(rows)
	return list, next, err
}

// mostColleagues bounds a list of officers: no department has more.
const mostColleagues = 500

// AccountsIn lists the accounts of some organisations by username.
func (s *Store) AccountsIn(ctx context.Context, organisations []string) ([]engine.Account, error) {
	var rows []accountRow
	if len(organisations) == 0 {
		return nil, nil
	}
	err := s.db.NewSelect().Model(&rows).Where("organisation IN (?)", bun.List(organisations)).Where("organisation <> ''").OrderExpr("username").Limit(mostColleagues).Scan(ctx)
	if err != nil {
		return nil, wrap("listing the accounts of organisations", err)
	}
	return accountsOf(rows)
}

type organisationRow struct {
	bun.BaseModel `bun:"table:organisations,alias:o"`

	ID     string `bun:"id,pk"`
	Name   string `bun:"name"`
	Parent string `bun:"parent"`
}

// SaveOrganisations inserts or replaces organisations; others stay.
func (s *Store) SaveOrganisations(ctx context.Context, list []engine.Organisation) error {
	rows := make([]organisationRow, len(list))
	for i, o := range list {
		name, err := json.Marshal(o.Name)
		if err != nil {
			return wrap("saving organisations", err)
		}
		rows[i] = organisationRow{ID: o.ID, Name: string(name), Parent: o.Parent}
	}
	return s.write(ctx, "saving organisations", func(ctx context.Context, db bun.IDB) error {
		for i := range rows { // one by one: a list may name an organisation twice
			_, err := db.NewInsert().Model(&rows[i]).On("CONFLICT (id) DO UPDATE").Set("name = EXCLUDED.name").Set("parent = EXCLUDED.parent").Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Organisations lists the whole tree by id.
func (s *Store) Organisations(ctx context.Context) ([]engine.Organisation, error) {
	var rows []organisationRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("id").Scan(ctx); err != nil {
		return nil, wrap("listing organisations", err)
	}
	list := make([]engine.Organisation, len(rows))
	for i, r := range rows {
		list[i] = engine.Organisation{ID: r.ID, Parent: r.Parent}
		if err := json.Unmarshal([]byte(r.Name), &list[i].Name); err != nil {
			return nil, wrap("decoding the name of organisation "+r.ID, err)
		}
	}
	return list, nil
}
