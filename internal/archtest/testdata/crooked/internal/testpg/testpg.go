package testpg

import _ "github.com/jackc/pgx/v5"
