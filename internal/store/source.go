package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

type sourceRow struct {
	bun.BaseModel `bun:"table:sources,alias:o"`

	Seq        int64  `bun:"seq,pk,autoincrement"`
	ID         string `bun:"id"`
	Department string `bun:"department"`
	Detail     []byte `bun:"detail"`
	Secret     string `bun:"secret"`
	Enabled    bool   `bun:"enabled"`
	Created    int64  `bun:"created"`
	Revision   int64  `bun:"revision"`
}

type sourceDetail struct {
	Name      metamodel.Text    `json:"name"`
	Kind      engine.SourceKind `json:"kind"`
	Pack      string            `json:"pack"`
	Key       string            `json:"key"`
	Elements  []string          `json:"elements,omitempty"`
	Materials []string          `json:"materials,omitempty"`
	URL       string            `json:"url,omitempty"`
}

func toSourceRow(c *engine.SourceConfig) (sourceRow, error) {
	detail, err := json.Marshal(sourceDetail{Name: c.Name, Kind: c.Kind, Pack: c.Pack, Key: c.Key, Elements: c.Elements, Materials: c.Materials, URL: c.URL})
	if err != nil {
		return sourceRow{}, fmt.Errorf("encoding source %s: %w", c.ID, err)
	}
	return sourceRow{ID: c.ID, Department: c.Department, Detail: detail, Secret: c.Secret, Enabled: c.Enabled, Created: micros(c.Created), Revision: c.Revision}, nil
}

func (r *sourceRow) config() (engine.SourceConfig, error) {
	var d sourceDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return engine.SourceConfig{}, fmt.Errorf("store: decoding source %s: %w", r.ID, err)
	}
	return engine.SourceConfig{ID: r.ID, Department: r.Department, Name: d.Name, Kind: d.Kind, Pack: d.Pack, Key: d.Key, Elements: d.Elements,
		Materials: d.Materials, URL: d.URL, Secret: r.Secret, Enabled: r.Enabled, Created: instant(r.Created), Revision: r.Revision}, nil
}

type registerRow struct {
	bun.BaseModel `bun:"table:source_rows,alias:g"`

	Source string `bun:"source,pk"`
	Key    string `bun:"rowkey,pk"`
	Data   []byte `bun:"data"`
	By     string `bun:"by"`
	At     int64  `bun:"at"`
}

type registerData struct {
	Values    map[string]json.RawMessage `json:"values,omitempty"`
	Documents map[string]engine.Document `json:"documents,omitempty"`
}

func toRegisterRow(r *engine.SourceRow) (registerRow, error) {
	data, err := json.Marshal(registerData{r.Values, r.Documents})
	if err != nil {
		return registerRow{}, fmt.Errorf("encoding a row of source %s: %w", r.Source, err)
	}
	return registerRow{Source: r.Source, Key: r.Key, Data: data, By: r.By, At: micros(r.At)}, nil
}

func (r *registerRow) row() (engine.SourceRow, error) {
	var d registerData
	if err := json.Unmarshal(r.Data, &d); err != nil {
		return engine.SourceRow{}, fmt.Errorf("store: decoding a row of source %s: %w", r.Source, err)
	}
	return engine.SourceRow{Source: r.Source, Key: r.Key, Values: d.Values, Documents: d.Documents, By: r.By, At: instant(r.At)}, nil
}

// encodeSources encodes a change's accounts, delegations, duties, sources and rows of registers.
func (c *change) encodeSources(in *engine.Change) (err error) {
	if c.updateAccounts, err = encodeAll(in.UpdateAccounts, toAccountRow); err != nil {
		return err
	}
	if c.insertDelegations, err = encodeAll(in.InsertDelegations, toDelegationRow); err != nil {
		return err
	}
	if c.updateDelegations, err = encodeAll(in.UpdateDelegations, toDelegationRow); err != nil {
		return err
	}
	if c.insertDuties, err = encodeAll(in.InsertDuties, toDutyRow); err != nil {
		return err
	}
	if c.updateDuties, err = encodeAll(in.UpdateDuties, toDutyRow); err != nil {
		return err
	}
	if c.insertSources, err = encodeAll(in.InsertSources, toSourceRow); err != nil {
		return err
	}
	if c.updateSources, err = encodeAll(in.UpdateSources, toSourceRow); err != nil {
		return err
	}
	if c.putSourceRows, err = encodeAll(in.PutSourceRows, toRegisterRow); err != nil {
		return err
	}
	c.dropSourceRows, err = encodeAll(in.DropSourceRows, toRegisterRow)
	for i := range c.insertDelegations {
		c.insertDelegations[i].Revision = max(c.insertDelegations[i].Revision, 1)
	}
	for i := range c.insertDuties {
		c.insertDuties[i].Revision = max(c.insertDuties[i].Revision, 1)
	}
	for i := range c.insertSources {
		c.insertSources[i].Revision = max(c.insertSources[i].Revision, 1)
	}
	byKey := func(a, b registerRow) int { return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Key, b.Key)) }
	slices.SortStableFunc(c.putSourceRows, byKey)
	slices.SortStableFunc(c.dropSourceRows, byKey)
	return err
}

func encodeAll[T, R any](list []T, one func(*T) (R, error)) ([]R, error) {
	if len(list) == 0 {
		return nil, nil
	}
	out := make([]R, len(list))
	for i := range list {
		var err error
		if out[i], err = one(&list[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SourceConfig reads a source.
func (s *Store) SourceConfig(ctx context.Context, id string) (engine.SourceConfig, error) {
	var r sourceRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.SourceConfig{}, wrap("reading a source", err)
	}
	return r.config()
}

// ListSources lists all sources, oldest first.
func (s *Store) ListSources(ctx context.Context) ([]engine.SourceConfig, error) {
	var rows []sourceRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("seq").Scan(ctx); err != nil {
		return nil, wrap("listing sources", err)
	}
	list := make([]engine.SourceConfig, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].config(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SourceRow reads a register's row.
func (s *Store) SourceRow(ctx context.Context, source, key string) (engine.SourceRow, error) {
	if !clean(source) || !clean(key) {
		return engine.SourceRow{}, wrap("reading a row of a source", errNoSuchRow)
	}
	var r registerRow
	if err := s.db.NewSelect().Model(&r).Where("g.source = ?", source).Where("g.rowkey = ?", key).Scan(ctx); err != nil {
		return engine.SourceRow{}, wrap("reading a row of a source", err)
	}
	return r.row()
}

// ListSourceRows lists a register's rows by key.
func (s *Store) ListSourceRows(ctx context.Context, source string, p engine.Page) ([]engine.SourceRow, string, error) {
	if !clean(source) {
		return nil, "", nil
	}
	limit := pageLimit(p)
	var rows []registerRow
	q := s.db.NewSelect().Model(&rows).Where("g.source = ?", source).OrderExpr("g.rowkey").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var key string
		if err := readCursor(p.Cursor, cursorRows, &key); err != nil {
			return nil, "", err
		}
		q.Where("g.rowkey > ?", key)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing the rows of a source", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorRows, rows[limit-1].Key)
	}
	list := make([]engine.SourceRow, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].row(); err != nil {
			return nil, "", err
		}
	}
	return list, next, nil
}

// CountSourceRows counts a register's rows.
func (s *Store) CountSourceRows(ctx context.Context, source string) (int, error) {
	if !clean(source) {
		return 0, nil
	}
	var n int
	err := s.db.NewSelect().TableExpr("source_rows").ColumnExpr("count(*)").Where("source = ?", source).Scan(ctx, &n)
	return n, wrap("counting the rows of a source", err)
}
