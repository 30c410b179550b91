package embedded

import _ "github.com/ebitengine/purego"
