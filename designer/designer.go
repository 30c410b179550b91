// Package designer holds what a staff member's browser runs, and the design
// tokens that citizen pages and staff pages share.
package designer

import "embed"

// Tokens is tokens/tokens.css: colours, type, space as CSS custom properties.
//
//go:embed tokens/*.css
var Tokens embed.FS
