package auth

// Table is the permission table: every route of the product, one row each.
// Rows are grouped by room; add yours beside their kin.
var Table = map[Route]Access{}

func init() {
	for _, rows := range []map[Route]Access{citizenRows, apiRows, houseRows} {
		for route, access := range rows {
			Table[route] = access
		}
	}
}
