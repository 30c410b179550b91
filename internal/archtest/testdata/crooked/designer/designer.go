package designer

import _ "example.org/crooked/metamodel"
