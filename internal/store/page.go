package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// Cursors are the sort key of the last row of a page, so that a list goes on
// where it was however much was inserted meanwhile. They are opaque to callers
// and checked, not trusted: a forged one only chooses another place to start.

type cursorKind string

const (
	cursorDrafts      cursorKind = "d"
	cursorNewest      cursorKind = "n"
	cursorDue         cursorKind = "u"
	cursorWork        cursorKind = "t"
	cursorAccounts    cursorKind = "a"
	cursorDeliveries  cursorKind = "w"
	cursorMigrations  cursorKind = "m"
	cursorDuties      cursorKind = "r"
	cursorRows        cursorKind = "o"
	cursorDelegations cursorKind = "g"
	cursorFilings     cursorKind = "f"
)

var cursorInvalid = metamodel.Kind{Code: "cursor.invalid", Zh: "翻页位置无效，请从第一页重新开始", En: "the paging cursor is not valid; start again from the first page"}

// longest cursor that is looked at; keys are short
const maxCursor = 1024

func writeCursor(kind cursorKind, keys ...any) string {
	list := []any{kind}
	for _, k := range keys {
		if n, ok := k.(int64); ok {
			k = strconv.FormatInt(n, 10) // JSON readers elsewhere would round it
		}
		list = append(list, k)
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(fmt.Sprintf("store: cursor of %T: %v", keys, err)) // only strings and integers are put in
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor decodes into *int64 and *string keys; anything else than what
// writeCursor made for this kind of list is a problem of the caller's request.
func readCursor(cursor string, kind cursorKind, keys ...any) error {
	bad := metamodel.Problems{cursorInvalid.At("cursor")}
	if len(cursor) > maxCursor {
		return bad
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return bad
	}
	var list []string
	if json.Unmarshal(b, &list) != nil || len(list) != len(keys)+1 || list[0] != string(kind) {
		return bad
	}
	for i, k := range keys {
		switch k := k.(type) {
		case *int64:
			if *k, err = strconv.ParseInt(list[i+1], 10, 64); err != nil {
				return bad
			}
		case *string:
			if !clean(list[i+1]) {
				return bad
			}
			*k = list[i+1]
		}
	}
	return nil
}

// pageLimit clamps to what Page promises.
func pageLimit(p engine.Page) int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 200:
		return 200
	}
	return p.Limit
}
