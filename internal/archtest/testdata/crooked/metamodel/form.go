package metamodel

import (
	"database/sql"
	"net/http"
	"net/url"
	"os"
	clock "time"

	_ "cel.dev/cel-go/cel"
	_ "example.org/crooked/workflows"
	_ "github.com/go-playground/validator/v10"
	_ "github.com/google/uuid"
)

var (
	_ sql.DB
	_ http.Client
	_ url.URL
	_ os.File
	_ = clock.Now
	_ = clock.UTC
)
