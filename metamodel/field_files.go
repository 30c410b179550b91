package metamodel

// FilesTaken is how many files a file field takes that does not say.
const FilesTaken = 5

// Files is what a file field takes: media types (nil: whatever the engine
// takes), the size of one file in bytes (0: likewise), and how many.
func (f *Field) Files() (accept []string, maxBytes int64, maxFiles int) {
	maxFiles = -1
	narrow := func(c *Constraints) {
		if len(c.Accept) > 0 {
			accept = c.Accept // a field's own list lies within its element's
		}
		if c.MaxBytes != nil && (maxBytes == 0 || *c.MaxBytes < maxBytes) {
			maxBytes = *c.MaxBytes
		}
		if c.MaxItems != nil && (maxFiles < 0 || *c.MaxItems < maxFiles) {
			maxFiles = *c.MaxItems
		}
	}
	narrow(&f.Element.Constraints)
	for i := range f.Uses {
		narrow(&f.Uses[i].Constraints)
	}
	if maxFiles < 0 {
		maxFiles = FilesTaken
	}
	return accept, maxBytes, maxFiles
}
