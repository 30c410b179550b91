module example.org/crooked

go 1.26
