package api

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// packIn names a pack.
type packIn struct {
	Name string `path:"name" description:"The pack's name"`
}

func (a *API) listVersions(c *call[packIn]) (*List[PackVersion], error) {
	ctx := c.Request().Context()
	versions, err := a.o.Catalog.Versions(ctx, c.In.Name)
	if err != nil {
		return nil, err
	}
	releases, err := a.o.Catalog.Releases(ctx, c.In.Name)
	if err != nil {
		return nil, err
	}
	if len(versions)+len(releases) == 0 {
		return nil, engine.ErrNotFound
	}
	items, err := a.versionOf(ctx, c.Actor, versions...)
	if err != nil {
		return nil, err
	}
	at := map[string][]int{} // two drafts of one content are one release
	for i, v := range items {
		if v.Stage == catalog.StagePublished || v.Stage == catalog.StageRetired {
			at[v.Hash] = append(at[v.Hash], i)
		}
	}
	// A release that came in whole was never a draft here. What is a version has
	// its state as a release from the release.
	for _, r := range releases {
		known := at[r.Hash]
		if len(known) == 0 {
			known = []int{len(items)}
			items = append(items, PackVersion{Pack: r.Name, Version: r.Version, Stage: catalog.StagePublished, Hash: r.Hash, Approvals: []VersionApproval{}, Created: r.Loaded, Updated: r.Loaded})
		}
		for _, i := range known {
			items[i].Current = r.Current
			if !r.Retired.IsZero() {
				items[i].Stage, items[i].Updated = catalog.StageRetired, r.Retired
			}
		}
	}
	sortVersions(items)
	return &List[PackVersion]{Items: items}, nil
}

// sortVersions puts the newest first; of equals, what is in force.
func sortVersions(list []PackVersion) {
	slices.SortStableFunc(list, func(x, y PackVersion) int {
		if d := y.Created.Compare(x.Created); d != 0 {
			return d
		}
		switch {
		case x.Current && !y.Current:
			return -1
		case y.Current && !x.Current:
			return 1
		}
		return strings.Compare(y.Version, x.Version)
	})
}
