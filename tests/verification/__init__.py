"""The walls, tried from outside: real logins, real commits, on databases made for one module each."""
