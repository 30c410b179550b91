package api

// RetireIn takes a release out of force.
type RetireIn struct {
	Hash    string `path:"hash" json:"-" description:"The release's hash"`
	Comment string `json:"comment,omitempty" validate:"max=2000"`
}

// hashIn names a release.
type hashIn struct {
	Hash string `path:"hash" description:"The release's hash"`
}

func (a *API) releaseFiles(c *call[hashIn]) (*PackFiles, error) {
	r, err := a.o.Catalog.Release(c.Request().Context(), c.In.Hash)
	if err != nil {
		return nil, err
	}
	return textsOf(r.Pack.Files), nil
}

func (a *API) retireRelease(c *call[RetireIn]) (*none, error) {
	ctx := c.Request().Context()
	by := a.by(c.Actor, c.In.Comment)
	return nil, a.o.Catalog.Retire(ctx, c.In.Hash, by)
}
