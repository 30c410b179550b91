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
	Cursor string `query:"cursor" validate:"max=512" description:"next of the page before; the first page without"`
	Limit  int    `query:"limit" validate:"min=0,max=200" description:"Items a page; 0 or absent: 50"`
}

// idIn is the input of operations on one thing.
type idIn struct {
	ID string `path:"id" description:"Its id, as lists give it"`
}

func page(cursor string, limit int) engine.Page { return engine.Page{Cursor: cursor, Limit: limit} }
