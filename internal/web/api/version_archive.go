package api

import (
	"errors"
	"io"

	"github.com/onematter/onematter/catalog"
)

// ArchiveIn is a pack as a ZIP file in the multipart part "file".
type ArchiveIn struct {
	Base string `query:"base" validate:"max=128" description:"Hash of the release the pack was made from: the one in force. Absent only while none is in force"`
}

func (a *API) uploadVersion(c *call[ArchiveIn]) (*VersionStep, error) {
	u, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(u) // bounded by the server's limit of an upload
	if err != nil {
		return nil, err
	}
	if err := u.next(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = kindOneFile.At("file")
		}
		return nil, err
	}
	files, signature, ps := catalog.Unzip(body)
	if ps.Failed() {
		return nil, ps
	}
	signed := signature.Fits(files)
	if signed.Failed() {
		return nil, signed
	}
	step, err := a.begin(c.Request().Context(), c, c.Actor, files, c.In.Base, "")
	if err == nil {
		step.Gate.Warnings = append(step.Gate.Warnings, signed...)
	}
	return step, err
}
