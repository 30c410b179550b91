package catalog

import (
	"container/list"
	"sync"

	"golang.org/x/sync/singleflight"
)

// mostCompiled bounds the compiled forms, matters and themes of stored releases
// that are kept, in fields: some 3.6 kB each, so 75 MB in all. What was used
// least recently goes first, and is compiled again when it is asked for.
const mostCompiled = 20_000

// compiled is what has been compiled, by a key that says what it was compiled
// from.
type compiled struct {
	mu     sync.Mutex
	items  map[string]*list.Element
	order  list.List // of *compiledItem, the last used in front
	fields int
	flight singleflight.Group
}

type compiledItem struct {
	key    string
	value  any
	fields int
}

// get gives what is kept under a key, or makes it, once for all who ask at the
// same time. What could not be made (nil) is not kept.
func (c *compiled) get(key string, make func() (value any, fields int)) any {
	if v, ok := c.kept(key); ok {
		return v
	}
	v, _, _ := c.flight.Do(key, func() (any, error) {
		if v, ok := c.kept(key); ok {
			return v, nil
		}
		v, fields := make()
		if v != nil {
			c.keep(key, v, fields)
		}
		return v, nil
	})
	return v
}

func (c *compiled) kept(key string) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*compiledItem).value, true
}

func (c *compiled) keep(key string, v any, fields int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.items == nil {
		c.items = map[string]*list.Element{}
	}
	if _, ok := c.items[key]; ok {
		return
	}
	c.items[key] = c.order.PushFront(&compiledItem{key, v, fields})
	c.fields += fields
	for c.fields > mostCompiled && c.order.Len() > 1 {
		last := c.order.Back()
		item := c.order.Remove(last).(*compiledItem)
		delete(c.items, item.key)
		c.fields -= item.fields
	}
}
