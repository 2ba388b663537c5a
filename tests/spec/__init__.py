"""What every rule kind promises, as data: pages, their runner, and the engines they are run on."""
