package api

import "github.com/onematter/onematter/engine"

// List is one page of a list; Next is the cursor of the page after, absent on
// the last.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// PageIn are the query parameters of every list that is paged.
type PageIn struct {
	Cursor string `query:"cursor" validate:"max=512"`
	Limit  int    `query:"limit" validate:"min=0,max=200"`
}

func page(cursor string, limit int) engine.Page { return engine.Page{Cursor: cursor, Limit: limit} }
