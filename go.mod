module github.com/pylon-gen/pylon-gen

go 1.26
